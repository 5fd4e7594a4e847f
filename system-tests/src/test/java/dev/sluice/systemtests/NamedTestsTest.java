// SPDX-License-Identifier: Apache-2.0
package dev.sluice.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Pages prove what they say by naming tests; that each of these is there. */
class NamedTestsTest {
    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w*(?:Test|IT|Contract))(?:\\.([a-z]\\w*))?`");
    private static final Pattern METHOD = Pattern.compile("\\bvoid (\\w+)\\(");
    private static final Pattern PARENT = Pattern.compile("\\bclass \\w+(?:<[^{]*>)? extends (\\w+)");

    /** The methods of each class in the modules' tests; those that it inherits are listed with its parent. */
    private final Map<String, Set<String>> methods = new HashMap<>();

    private final Map<String, String> parents = new HashMap<>();

    NamedTestsTest() throws IOException {
        for (Path module : children(PROJECT)) {
            for (Path file : below(module.resolve("src/test/java"), ".java")) {
                String name = file.getFileName().toString().replace(".java", "");
                String code = Files.readString(file);
                Set<String> own = methods.computeIfAbsent(name, ignored -> new HashSet<>());
                METHOD.matcher(code).results().forEach(method -> own.add(method.group(1)));
                PARENT.matcher(code).results().findFirst().ifPresent(parent -> parents.put(name, parent.group(1)));
            }
        }
    }

    @Test
    void everyTestThatAPageNamesIsThere() throws IOException {
        Set<String> missing = new TreeSet<>();
        int named = 0;
        List<Path> pages = new ArrayList<>(below(PROJECT.resolve("docs"), ".md"));
        children(PROJECT).stream()
                .filter(file -> file.toString().endsWith(".md"))
                .forEach(pages::add);
        for (Path page : pages) {
            for (MatchResult test :
                    NAMED.matcher(Files.readString(page)).results().toList()) {
                named++;
                if (!exists(test.group(1), test.group(2))) {
                    missing.add(PROJECT.relativize(page) + ": " + test.group());
                }
            }
        }

        assertThat(missing).isEmpty();
        assertThat(named).isGreaterThan(100);
    }

    /** @param method null for the class alone */
    private boolean exists(String type, String method) {
        if (method == null) {
            return methods.containsKey(type);
        }
        for (String name = type; name != null; name = parents.get(name)) {
            if (methods.getOrDefault(name, Set.of()).contains(method)) {
                return true;
            }
        }
        return false;
    }

    private static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static List<Path> below(Path folder, String suffix) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix)).toList();
        }
    }
}
