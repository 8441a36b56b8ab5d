/** Object files of BPF programs. Start at {@link dev.skep.object.ObjectReader}. */
package dev.skep.object;
