/**
 * BTF types and the view of them over bytes. Read {@link dev.skep.btf.Btf} first, then {@link
 * dev.skep.btf.BtfType}.
 *
 * <p>The format is described in the kernel's {@code Documentation/bpf/btf.rst} and {@code
 * include/uapi/linux/btf.h}.
 */
package dev.skep.btf;
