/**
 * BTF made from BTF: without duplicates, or without what an older kernel refuses. Read {@link
 * dev.skep.btf.rewrite.BtfDedup} first.
 */
package dev.skep.btf.rewrite;
