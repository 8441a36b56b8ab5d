/** BPF from the middle form. Start at {@link dev.skep.trace.codegen.CodeGenerator}. */
@org.jspecify.annotations.NullMarked
package dev.skep.trace.codegen;
