/**
 * Keys and values of maps as Java records. Start at {@link dev.skep.engine.typed.TypedMap}; {@link
 * dev.skep.engine.typed.RecordCodec} is the layout of one record.
 */
package dev.skep.engine.typed;
