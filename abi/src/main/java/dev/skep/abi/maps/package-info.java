/** What BPF_MAP_CREATE accepts for each map type. Start at {@link dev.skep.abi.maps.MapRules}. */
package dev.skep.abi.maps;
