/**
 * CO-RE: instructions adjusted to the types of the kernel that they are loaded into. Start at
 * {@link dev.skep.object.core.CoreRelocator}.
 */
package dev.skep.object.core;
