package dev.skep.trace;

import java.util.List;
import org.junit.jupiter.params.provider.Arguments;

/** What the language means, as data: a body of BEGIN and what it prints on any engine. */
final class LanguageCases {
  private LanguageCases() {}

  /** Bodies whose printed lines stand before the end. */
  static List<Arguments> bodies() {
    return List.of(
        body("printf(\"%d %d %d\\n\", 7 / 2, 7 % 2, 1 << 40);", "3 1 1099511627776\n"),
        body("$m = -7; printf(\"%d %d %d\\n\", $m / 2, $m % 2, $m >> 1);", "-3 -1 -4\n"),
        body("$m = 7; $n = -2; printf(\"%d %d\\n\", $m / $n, $m % $n);", "-3 1\n"),
        body("$m = -8; $n = -2; printf(\"%d %d\\n\", $m / $n, $m % $n);", "4 0\n"),
        body("$z = 0; printf(\"%d %d\\n\", 7 / $z, 7 % $z);", "0 7\n"),
        body("$u = (uint64)-8; printf(\"%u\\n\", $u / 2);", "9223372036854775804\n"),
        body(
            "$a = 300; printf(\"%d %d %d\\n\", (uint8)$a, (int8)200, (int16)($a * 200));",
            "44 -56 -5536\n"),
        body("$a = 0xffffffff; printf(\"%d %d\\n\", (int32)$a, (uint32)($a + 1));", "-1 0\n"),
        body("$a = 6; printf(\"%d %d %d %d\\n\", $a & 3, $a | 1, $a ^ 5, ~$a);", "2 7 3 -7\n"),
        body("$a = 1; printf(\"%d\\n\", $a << 63 >> 63);", "-1\n"),
        body("$a = 5; printf(\"%d %d %d\\n\", !$a, !!$a, -$a);", "0 1 -5\n"),
        body("$a = 5; printf(\"%d\\n\", $a > 3 && $a < 6 || $a == 9);", "1\n"),
        body("$a = 5; printf(\"%d %d\\n\", $a >= 6, $a != 5 || !($a <= 4));", "0 1\n"),
        body("$a = -1; printf(\"%d %d\\n\", $a < 1, (uint64)$a < 1);", "1 0\n"),
        body("$a = 5; printf(\"%s\\n\", $a == 5 ? \"yes\" : \"no way\");", "yes\n"),
        body("$a = 5; printf(\"%d\\n\", $a > 5 ? 1 : $a > 4 ? 2 : 3);", "2\n"),
        body(
            "$a = 5; printf(\"%d %d %d\\n\", $a++, ++$a, $a--); printf(\"%d\\n\", $a);",
            "5 7 7\n6\n"),
        body(
            "$a = 10; $a += 5; $a -= 1; $a *= 3; $a /= 4; $a %= 7; $a <<= 2; $a |= 1; printf(\"%d\\n\", $a);",
            "13\n"),
        body(
            "if (1 == 2) { printf(\"a\"); } else if (2 == 2) { printf(\"b\\n\"); } else { printf(\"c\"); }",
            "b\n"),
        body(
            "$i = 0; while ($i < 5) { $i++; if ($i == 2) { continue; } if ($i == 4) { break; } printf(\"%d,\", $i); } printf(\"\\n\");",
            "1,3,\n"),
        body("$a = 1; unroll(4) { $a *= 2; } printf(\"%d\\n\", $a);", "16\n"),
        body("if (0) { $x = 3; } $x = $x + 1; printf(\"%d\\n\", $x);", "1\n"),
        body(
            "$s = \"abc\"; printf(\"%d%d%d%d\\n\", $s == \"abc\", $s == \"ab\", $s != \"abcd\", \"abc\" == $s);",
            "1011\n"),
        body(
            "$s = \"abcdefgh\"; printf(\"%d%d\\n\", $s == \"abcdefgh\", $s == \"abcdefghi\");",
            "10\n"),
        body("$s = \"ab\"; $t = \"abc\"; $s = $t; printf(\"%s %d\\n\", $s, $s == $t);", "abc 1\n"),
        body(
            "$s = \"abcX\"; printf(\"%d %d\\n\", strncmp($s, \"abcY\", 3), strncmp($s, \"abcY\", 4) != 0);",
            "0 1\n"),
        body(
            "@m[\"k\", 2] = 5; @m[\"k\", 2] += 3; printf(\"%d %d\\n\", @m[\"k\", 2], @m[\"k\", 3]); clear(@m);",
            "8 0\n"),
        body(
            "@m[(1, 2)] = 5; printf(\"%d\\n\", @m[1, 2]); delete(@m[1, 2]); printf(\"%d\\n\", @m[1, 2]);",
            "5\n0\n"),
        body(
            "@s[1] = \"one\"; @s[2] = \"three\"; printf(\"%s|%s|%s\\n\", @s[1], @s[2], @s[3]); clear(@s);",
            "one|three|\n"),
        body(
            "printf(\"%d %d\\n\", @c++, ++@c); @c -= 5; @c ^= 1; printf(\"%d\\n\", @c); clear(@c);",
            "0 2\n-4\n"),
        body("printf(\"%s %d %s\\n\", probe, $#, str($1));", "BEGIN 0 \n"),
        body("printf(\"%d\\n\", nsecs - nsecs <= 0);", "0\n"),
        body("printf(\"%d\\n\", elapsed < 60000000000);", "1\n"),
        body("print(7); print(\"text\"); print((int8)-1);", "7\ntext\n-1\n"),
        body("printf(\"x\\n\"); exit(); printf(\"never\\n\");", "x\n"));
  }

  private static Arguments body(String body, String printed) {
    return Arguments.of(body, printed);
  }

  /** Whole scripts with what they print, maps and all. */
  static List<Arguments> scripts() {
    return List.of(
        script(
            "BEGIN { @x = 1; @y[2] = 3; @y[1] = 3; @y[5] = -1; @s = \"t\"; exit(); }",
            "\n\n@s: t\n@x: 1\n@y[5]: -1\n@y[1]: 3\n@y[2]: 3\n"),
        script(
            "BEGIN { @c = count(); @c = count(); @k[\"a\"] = count(); @s = sum(-5); @z = sum(0); exit(); }",
            "\n\n@c: 2\n@k[a]: 1\n@s: -5\n@z: 0\n"),
        script(
            "BEGIN { @n = min(3); @n = min(-4); @x = max(-3); @x = max(-9); @k[1] = max(2); @k[1] = max(7); exit(); }",
            "\n\n@k[1]: 7\n@n: -4\n@x: -3\n"),
        script(
            "BEGIN { @a = avg(3); @a = avg(6); @t = stats(5); @t = stats(8); @v[1] = avg(9); @v[2] = avg(-2); exit(); }",
            "\n\n@a: 4\n\n@t: count 2, average 6, total 13\n\n@v[2]: -2\n@v[1]: 9\n\n"),
        script(
            "BEGIN { @h = hist(0); @h = hist(1); @h = hist(3); @h = hist(3); exit(); }",
            """


            @h:\s
            [0]                    1 |@@@@@@@@@@@@@@@@@@@@@@@@@@                          |
            [1]                    1 |@@@@@@@@@@@@@@@@@@@@@@@@@@                          |
            [2, 4)                 2 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|

            """),
        script(
            "BEGIN { @h[\"a\"] = hist(1023); @h[\"a\"] = hist(1024); @h[\"b\"] = hist(-1); exit(); }",
            """


            @h[b]:\s
            (..., 0)               1 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|

            @h[a]:\s
            [512, 1K)              1 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|
            [1K, 2K)               1 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|

            """),
        script(
            "BEGIN { @l = lhist(-1, 0, 100, 50); @l = lhist(60, 0, 100, 50); @l = lhist(100, 0, 100, 50); exit(); }",
            """


            @l:\s
            (..., 0)               1 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|
            [0, 50)                0 |                                                    |
            [50, 100)              1 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|
            [100, ...)             1 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|

            """),
        script(
            "BEGIN { @c = count(); print(@c); clear(@c); print(@c); exit(); } END { @c = count(); printf(\"bye\\n\"); }",
            "@c: 1\n@c: 0\nbye\n\n\n@c: 1\n"),
        script(
            "BEGIN { @k[1] = sum(3); zero(@k); @x = 4; zero(@x); exit(); }",
            "\n\n@k[1]: 0\n@x: 0\n"),
        script(
            "BEGIN { @k[1] = 1; @k[2] = 2; @k[3] = 30; print(@k, 2); print(@k, 1, 10); clear(@k); print(@k); exit(); }",
            "@k[2]: 2\n@k[3]: 30\n@k[3]: 3\n\n\n\n"),
        script("BEGIN, END { @ = count(); exit(); }", "\n\n@: 2\n"));
  }

  private static Arguments script(String script, String printed) {
    return Arguments.of(script, printed);
  }
}
