package dev.skep.spec;

/**
 * The source line that an instruction comes from ({@code bpf_line_info} of linux/bpf.h, its strings
 * resolved).
 *
 * @param slot the first slot, counted from the start of the program, that the line covers
 * @param file the source file as the compiler named it
 * @param text the source line's text, or empty
 * @param line the line, from 1
 * @param column the column, from 1; 0 when unknown
 */
public record LineInfo(int slot, String file, String text, int line, int column) {}
