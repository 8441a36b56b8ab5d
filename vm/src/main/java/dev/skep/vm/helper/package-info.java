/**
 * BPF helpers, grouped by theme. Start at {@link dev.skep.vm.helper.HelperTable}, which names all
 * of them.
 */
package dev.skep.vm.helper;
