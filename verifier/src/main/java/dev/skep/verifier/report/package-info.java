/**
 * Verdicts as people read them: a diagnostic with the source line and a caret, a summary line, data
 * for JSON, and a log of states as the kernel writes it. Start at {@link
 * dev.skep.verifier.report.VerdictReport}.
 */
package dev.skep.verifier.report;
