/** Where events meet programs. Start at {@link dev.skep.vm.hook.Replay}. */
package dev.skep.vm.hook;
