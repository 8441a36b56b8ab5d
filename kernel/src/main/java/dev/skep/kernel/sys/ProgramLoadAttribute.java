package dev.skep.kernel.sys;

/**
 * {@code BPF_PROG_LOAD} of {@code union bpf_attr} (linux/bpf.h).
 *
 * <pre>
 *   0 prog_type         4 insn_cnt           8 insns (u64)     16 license (u64)
 *  24 log_level        28 log_size          32 log_buf (u64)   40 kern_version
 *  44 prog_flags       48 prog_name[16]     64 prog_ifindex    68 expected_attach_type
 *  72 prog_btf_fd      76 func_info_rec_size                   80 func_info (u64)
 *  88 func_info_cnt    92 line_info_rec_size                   96 line_info (u64)
 * 104 line_info_cnt   108 attach_btf_id    112 attach_prog_fd or attach_btf_obj_fd
 * 116 core_relo_cnt   120 fd_array (u64)   128 core_relos (u64)
 * 136 core_relo_rec_size                   140 log_true_size (out)
 * 144 prog_token_fd   148 fd_array_cnt
 * </pre>
 */
public final class ProgramLoadAttribute {
  public static final int TYPE = 0;

  public static final int INSTRUCTION_COUNT = 4;

  public static final int INSTRUCTIONS = 8;

  public static final int LICENSE = 16;

  public static final int LOG_LEVEL = 24;

  public static final int LOG_SIZE = 28;

  public static final int LOG_BUFFER = 32;

  public static final int KERNEL_VERSION = 40;

  public static final int FLAGS = 44;

  public static final int NAME = 48;

  public static final int EXPECTED_ATTACH_TYPE = 68;

  public static final int BTF_FD = 72;

  public static final int FUNCTION_INFO_RECORD_BYTES = 76;

  public static final int FUNCTION_INFO = 80;

  public static final int FUNCTION_INFO_COUNT = 88;

  public static final int LINE_INFO_RECORD_BYTES = 92;

  public static final int LINE_INFO = 96;

  public static final int LINE_INFO_COUNT = 104;

  public static final int ATTACH_BTF_ID = 108;

  public static final int ATTACH_PROGRAM_FD = 112;

  public static final int FD_ARRAY = 120;

  /** Out, since Linux 6.4: how long the whole log is, with its final zero. */
  public static final int LOG_TRUE_SIZE = 140;

  public static final int BYTES = 152;

  private ProgramLoadAttribute() {}
}
