/**
 * BTF types as text. Read {@link dev.skep.btf.print.CPrinter} first.
 *
 * <p>The output agrees with {@code bpftool btf dump … format c}, which people compare it with and
 * compile.
 */
package dev.skep.btf.print;
