/**
 * What an address in a register means: live regions and checked access to them. Start at {@link
 * dev.skep.vm.memory.Memory}.
 */
package dev.skep.vm.memory;
