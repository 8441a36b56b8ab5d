package dev.skep.object;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What {@code oracle.c} wrote of one object.
 *
 * @param maps the lines of the maps
 * @param programs the lines of each program, references first, by slot
 * @param refused libbpf's error, or empty
 */
record OracleListing(List<String> maps, Map<String, List<String>> programs, String refused) {

  /** The objects of an output, by file. */
  static Map<String, OracleListing> parse(List<String> lines) {
    Map<String, List<String>> objects = new LinkedHashMap<>();
    List<String> current = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith("O ")) {
        current = new ArrayList<>();
        objects.put(line.substring(2), current);
      } else {
        current.add(line);
      }
    }
    Map<String, OracleListing> listings = new LinkedHashMap<>();
    objects.forEach((name, own) -> listings.put(name, one(own)));
    return listings;
  }

  private static OracleListing one(List<String> lines) {
    List<String> maps = new ArrayList<>();
    Map<String, List<String>> programs = new TreeMap<>();
    List<String> program = new ArrayList<>();
    String refused = "";
    for (String line : lines) {
      switch (line.charAt(0)) {
        case 'M' -> maps.add(line);
        case 'E' -> refused = line;
        case 'P' -> {
          program = new ArrayList<>();
          programs.put(line.substring(2), program);
        }
        default -> program.add(line);
      }
    }
    programs.replaceAll((_, each) -> referencesFirst(each));
    return new OracleListing(maps, programs, refused);
  }

  private static List<String> referencesFirst(List<String> lines) {
    List<String> references = new ArrayList<>(lines);
    references.removeIf(line -> !line.startsWith("R "));
    references.sort(Comparator.comparingInt(line -> Integer.parseInt(line.split(" ", -1)[1])));
    List<String> all = new ArrayList<>(references);
    lines.stream().filter(line -> !line.startsWith("R ")).forEach(all::add);
    return all;
  }
}
