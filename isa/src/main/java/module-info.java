/** eBPF and classic BPF instructions: encode, decode, assemble, disassemble. */
@org.jspecify.annotations.NullMarked
module dev.skep.isa {
  requires transitive dev.skep.abi;
  requires static org.jspecify;

  exports dev.skep.isa;
  exports dev.skep.isa.classic;
  exports dev.skep.isa.conformance;
  exports dev.skep.isa.flow;
  exports dev.skep.isa.text;
}
