package dev.skep.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.abi.flags.*;
import dev.skep.testkit.Requires;
import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KernelAgreementTest {
  /** Enums whose numbers the kernel's BTF holds; the other flags are macros in linux/bpf.h. */
  private static final List<AbiConstant[]> ENUMERATED =
      List.of(
          MapCreateFlag.values(),
          ElementFlag.values(),
          RingBufferFlag.values(),
          RingBufferQuery.values(),
          RingBufferHeader.values(),
          PerfOutputFlag.values(),
          StackFlag.values(),
          PacketStoreFlag.values(),
          ChecksumFlag.values(),
          TunnelFlag.values(),
          RedirectFlag.values(),
          AdjustRoomFlag.values(),
          FibLookupFlag.values(),
          FibResult.values(),
          TimerFlag.values(),
          StorageFlag.values(),
          SocketLookupFlag.values(),
          SocketOperation.values(),
          SocketCallbackFlag.values(),
          FlowDissectorFlag.values(),
          XdpAction.values(),
          TcxAction.values(),
          SocketVerdict.values(),
          PacketVerdict.values(),
          MultiProbeFlag.values());

  @Test
  void namesAndNumbersAgreeWithLinux618() {
    Map<String, Long> enumerators = new HashMap<>();
    for (String[] row : Fixture.rows("enums-6.18.txt")) {
      enumerators.put(row[0], Long.parseLong(row[1]));
    }
    assertAgreement(enumerators);
    assertComplete(enumerators, "BPF_PROG_TYPE_", names(ProgramType.values()), "UNSPEC");
    assertComplete(
        enumerators,
        "BPF_MAP_TYPE_",
        names(MapType.values()),
        "UNSPEC",
        "CGROUP_STORAGE_DEPRECATED",
        "PERCPU_CGROUP_STORAGE_DEPRECATED");
    assertComplete(enumerators, "BPF_LINK_TYPE_", names(LinkType.values()), "UNSPEC");
    assertComplete(
        enumerators,
        "BPF_SOCK_OPS_",
        Stream.of(SocketOperation.values(), SocketCallbackFlag.values())
            .flatMap(Arrays::stream)
            .map(each -> each.constantName().substring(13))
            .toList());
  }

  @Test
  void namesAndNumbersAgreeWithTheRunningKernel() throws IOException, InterruptedException {
    Requires.kernel();
    Path btf = Path.of("/sys/kernel/btf/vmlinux");
    Path bpftool = Requires.tool("bpftool");
    assertTrue(Files.exists(btf), btf + " is missing");
    assertAgreement(enumerators(bpftool, btf));
  }

  private static Map<String, Long> enumerators(Path bpftool, Path btf)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                bpftool.toString(), "btf", "dump", "file", btf.toString(), "format", "raw")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    Map<String, Long> found = new HashMap<>();
    try (BufferedReader lines = process.inputReader()) {
      String line;
      while ((line = lines.readLine()) != null) {
        int value = line.indexOf("' val=");
        if (value > 0) {
          String number = line.substring(value + 6).replaceFirst("U?LL$", "");
          found.put(
              line.substring(line.indexOf('\'') + 1, value), new BigInteger(number).longValue());
        }
      }
    }
    assertEquals(0, process.waitFor(), "bpftool btf dump failed");
    return found;
  }

  /** A constant that a kernel older than this table lacks is no disagreement; another number is. */
  private static void assertAgreement(Map<String, Long> kernel) {
    int[] agreed = new int[1];
    ours()
        .forEach((name, number) -> {
          Long theirs = kernel.get(name);
          if (theirs != null) {
            assertEquals(theirs, number, name);
            agreed[0]++;
          }
        });
    assertTrue(agreed[0] > 0.95 * ours().size(), agreed[0] + " of " + ours().size());
  }

  private static void assertComplete(
      Map<String, Long> kernel, String prefix, Collection<String> ours, String... others) {
    Set<String> theirs = new TreeSet<>();
    for (String each : kernel.keySet()) {
      if (each.startsWith(prefix)) {
        theirs.add(each.substring(prefix.length()));
      }
    }
    theirs.removeAll(List.of(others));
    assertEquals(theirs, new TreeSet<>(ours));
  }

  private static List<String> names(Enum<?>[] constants) {
    return Arrays.stream(constants).map(Enum::name).toList();
  }

  private static Map<String, Long> ours() {
    Map<String, Long> ours = new HashMap<>();
    for (ProgramType each : ProgramType.values()) {
      ours.put(each.constantName(), (long) each.code());
    }
    for (MapType each : MapType.values()) {
      ours.put(each.constantName(), (long) each.code());
    }
    for (AttachType each : AttachType.values()) {
      ours.put(each.constantName(), (long) each.code());
    }
    for (Command each : Command.values()) {
      ours.put(each.constantName(), (long) each.code());
    }
    for (LinkType each : LinkType.values()) {
      ours.put(each.constantName(), (long) each.code());
    }
    for (Helper each : Helper.values()) {
      ours.put(each.constantName(), (long) each.id());
    }
    for (AbiConstant[] family : ENUMERATED) {
      for (AbiConstant each : family) {
        ours.put(each.constantName(), each.value());
      }
    }
    return ours;
  }
}
