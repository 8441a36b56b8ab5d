/**
 * Programs as the JVM's own bytecode, which its compilers finish. Start at {@link
 * dev.skep.vm.jit.JitCompiler}.
 */
package dev.skep.vm.jit;
