/**
 * Conformance tests as files, in the format of the public bpf_conformance corpus. Start at {@link
 * dev.skep.isa.conformance.ConformanceFile}.
 */
@org.jspecify.annotations.NullMarked
package dev.skep.isa.conformance;
