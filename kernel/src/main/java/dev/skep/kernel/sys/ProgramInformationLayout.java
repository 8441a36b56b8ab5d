package dev.skep.kernel.sys;

/**
 * {@code struct bpf_prog_info} (linux/bpf.h); lengths and counts are in and out, their addresses
 * follow.
 *
 * <pre>
 *   0 type             4 id                 8 tag[8]
 *  16 jited_prog_len  20 xlated_prog_len   24 jited_prog_insns (u64)  32 xlated_prog_insns (u64)
 *  40 load_time (u64) 48 created_by_uid    52 nr_map_ids              56 map_ids (u64)
 *  64 name[16]        80 ifindex           84 gpl_compatible (bit 0)
 *  88 netns_dev (u64) 96 netns_ino (u64)  104 nr_jited_ksyms         108 nr_jited_func_lens
 * 112 jited_ksyms (u64)                   120 jited_func_lens (u64)  128 btf_id
 * 132 func_info_rec_size                  136 func_info (u64)        144 nr_func_info
 * 148 nr_line_info    152 line_info (u64) 160 jited_line_info (u64)  168 nr_jited_line_info
 * 172 line_info_rec_size                  176 jited_line_info_rec_size
 * 180 nr_prog_tags    184 prog_tags (u64) 192 run_time_ns (u64)      200 run_cnt (u64)
 * 208 recursion_misses (u64)              216 verified_insns
 * </pre>
 */
public final class ProgramInformationLayout {
  public static final int TYPE = 0;

  public static final int ID = 4;

  public static final int TAG = 8;

  public static final int JITED_BYTES = 16;

  public static final int TRANSLATED_BYTES = 20;

  public static final int JITED = 24;

  public static final int TRANSLATED = 32;

  public static final int LOAD_TIME = 40;

  public static final int USER = 48;

  public static final int MAP_COUNT = 52;

  public static final int MAP_IDS = 56;

  public static final int NAME = 64;

  public static final int GPL_COMPATIBLE = 84;

  public static final int BTF_ID = 128;

  public static final int RUN_TIME = 192;

  public static final int RUN_COUNT = 200;

  public static final int RECURSION_MISSES = 208;

  public static final int VERIFIED_INSTRUCTIONS = 216;

  public static final int BYTES = 224;

  private ProgramInformationLayout() {}
}
