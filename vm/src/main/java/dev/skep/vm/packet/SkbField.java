package dev.skep.vm.packet;

import dev.skep.abi.ProgramType;
import dev.skep.abi.context.ContextField;
import dev.skep.abi.context.ContextLayout;
import java.util.Locale;

/** The fields of {@code struct __sk_buff}, by where they are. */
public enum SkbField {
  LEN,
  PKT_TYPE,
  MARK,
  QUEUE_MAPPING,
  PROTOCOL,
  VLAN_PRESENT,
  VLAN_TCI,
  VLAN_PROTO,
  PRIORITY,
  INGRESS_IFINDEX,
  IFINDEX,
  TC_INDEX,
  CB,
  HASH,
  TC_CLASSID,
  DATA,
  DATA_END,
  NAPI_ID,
  FAMILY,
  REMOTE_IP4,
  LOCAL_IP4,
  REMOTE_IP6,
  LOCAL_IP6,
  REMOTE_PORT,
  LOCAL_PORT,
  DATA_META,
  TSTAMP,
  WIRE_LEN,
  GSO_SEGS,
  GSO_SIZE,
  TSTAMP_TYPE,
  HWTSTAMP;

  /** Bytes of the structure. */
  static final int STRUCT_BYTES = ContextLayout.of(ProgramType.SCHED_CLS).size();

  private final ContextField field;

  SkbField() {
    String name = name().toLowerCase(Locale.ROOT);
    field = ContextLayout.of(ProgramType.SCHED_CLS).field(name).orElseThrow();
  }

  /** Its first byte, counted from the start of the structure. */
  public int offset() {
    return field.offset();
  }

  /** Its number of bytes. */
  public int bytes() {
    return field.size();
  }

  /** The byte behind it. */
  int end() {
    return offset() + bytes();
  }
}
