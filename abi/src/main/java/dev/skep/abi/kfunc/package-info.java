/**
 * What BTF does not say of the kernel's functions that programs call. Start at {@link
 * dev.skep.abi.kfunc.Kfunc}.
 */
package dev.skep.abi.kfunc;
