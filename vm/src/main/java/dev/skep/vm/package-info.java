/** The embedded engine: BPF without a kernel. Start at {@link dev.skep.vm.VmEngine}. */
package dev.skep.vm;
