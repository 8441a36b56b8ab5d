/**
 * Maps with Linux's semantics and error numbers, one kind a file. Start at {@link
 * dev.skep.vm.map.VmMap}; {@link dev.skep.vm.map.MapFactory} names every kind.
 */
package dev.skep.vm.map;
