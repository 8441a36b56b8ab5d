package dev.skep.abi.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.abi.AttachType;
import dev.skep.abi.Capability;
import dev.skep.abi.Fixture;
import dev.skep.abi.ProgramType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ContextLayoutTest {
  private static final Map<String, ContextValue> LOADED =
      Map.ofEntries(
          Map.entry("scalar", ContextValue.SCALAR),
          Map.entry("pkt", ContextValue.PACKET),
          Map.entry("pkt_end", ContextValue.PACKET_END),
          Map.entry("pkt_meta", ContextValue.PACKET_META),
          Map.entry("sock", ContextValue.SOCKET),
          Map.entry("sock_or_null", ContextValue.SOCKET_OR_NULL),
          Map.entry("sock_common_or_null", ContextValue.SOCK_COMMON_OR_NULL),
          Map.entry("flow_keys", ContextValue.FLOW_KEYS),
          Map.entry("tp_buffer", ContextValue.TRACEPOINT_BUFFER),
          Map.entry("trusted_ptr_nf_hook_state", ContextValue.NF_HOOK_STATE),
          Map.entry("trusted_ptr_sk_buff", ContextValue.SK_BUFF));

  /** The kernel was asked about offsets from -8 to here. */
  private static final int ASKED = 400;

  @Test
  void theKernelAllowsExactlyTheseAccesses() {
    Map<String, Set<String>> expected = new LinkedHashMap<>();
    for (String[] row : Fixture.rows("context-6.18.txt")) {
      Set<String> accesses = expected.computeIfAbsent(row[0] + " " + row[1], _ -> new TreeSet<>());
      boolean store = row[2].equals("store");
      int bytes = Integer.parseInt(row[4]);
      for (int at : Fixture.ranges(row[5], bytes)) {
        accesses.add(describe(store, store ? "" : "" + LOADED.get(row[3]), bytes, at));
      }
    }
    // Linux compares the offset of a tracepoint load as unsigned at one end only and lets programs
    // read up to 8 bytes in front of the record, which hold nothing of theirs: not followed.
    expected.getOrDefault("tracepoint -", Set.of()).removeIf(access -> access.contains(" at -"));
    assertTrue(expected.size() > 50, "layouts: " + expected.size());
    expected.forEach((where, accesses) -> assertEquals(accesses, accesses(where), where));
  }

  private static Set<String> accesses(String where) {
    String[] words = where.split(" ");
    ContextLayout layout = words[0].equals("object") ? object(words[1]) : context(words);
    int limit = words[0].equals("tracepoint") ? 301 : ASKED;
    Set<String> accesses = new TreeSet<>();
    for (int at = -8; at < limit; at++) {
      for (int bytes = 1; bytes <= 8; bytes *= 2) {
        int offset = at;
        int width = bytes;
        layout
            .load(at, bytes)
            .ifPresent(field -> accesses.add(describe(false, "" + field.value(), width, offset)));
        layout.store(at, bytes).ifPresent(_ -> accesses.add(describe(true, "", width, offset)));
      }
    }
    return accesses;
  }

  private static ContextLayout context(String[] words) {
    ProgramType program = ProgramType.ofLabel(words[0]).orElseThrow();
    return AttachType.ofLabel(words[1])
        .map(attach -> ContextLayout.of(program, attach))
        .orElseGet(() -> ContextLayout.of(program));
  }

  private static ContextLayout object(String name) {
    return switch (name) {
      case "sock" -> ContextLayout.socket();
      case "sock_common" -> ContextLayout.sockCommon();
      case "tcp_sock" -> ContextLayout.tcpSock();
      case "xdp_sock" -> ContextLayout.xdpSock();
      case "flow_keys" -> ContextLayout.flowKeys();
      default -> throw new AssertionError(name);
    };
  }

  private static String describe(boolean store, String value, int bytes, int at) {
    return (store ? "store " : "load " + value + " ") + bytes + " at " + at;
  }

  @Test
  void fieldsLieWithinTheirStructure() {
    for (ProgramType program : ProgramType.values()) {
      ContextLayout layout = ContextLayout.of(program);
      for (ContextField field : layout.fields()) {
        assertTrue(field.offset() >= 0 && field.size() > 0, program + " " + field);
        assertTrue(field.offset() + field.size() <= layout.size(), program + " " + field);
      }
    }
  }

  @Test
  void aForbiddenFieldIsStillKnownByName() {
    ContextLayout filter = ContextLayout.of(ProgramType.SOCKET_FILTER);
    assertEquals("data", filter.at(76).orElseThrow().name());
    assertTrue(filter.load(76, 4).isEmpty());
    assertTrue(filter.field("data").orElseThrow().load().isForbidden());
  }

  @Test
  void packetPointersOfCgroupsAskForPrivilege() {
    ContextLayout cgroup = ContextLayout.of(ProgramType.CGROUP_SKB);
    assertEquals(Set.of(Capability.BPF), cgroup.field("data").orElseThrow().load().needs());
    assertEquals(Set.of(), cgroup.field("len").orElseThrow().load().needs());
  }
}
