package dev.skep.kernel;

/**
 * What the kernel says of a link.
 *
 * @param id its id, which no other link has while it lives
 * @param type the number of its type; see {@link dev.skep.abi.LinkType#of}
 * @param programId the program that it runs
 */
public record LinkInformation(int id, int type, int programId) {}
