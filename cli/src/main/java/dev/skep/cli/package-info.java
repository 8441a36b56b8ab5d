/**
 * The program {@code skep}. Start at {@link dev.skep.cli.Main}; {@link dev.skep.cli.CommandTree}
 * lists the commands.
 */
package dev.skep.cli;
