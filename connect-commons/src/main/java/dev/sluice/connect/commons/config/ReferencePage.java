// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.commons.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The reference page of one plugin in Markdown: a title, what to know before the first key, and the tables of all keys.
 *
 * <p>The pages are checked in, so that they can be read without a build. Each plugin has a test that keeps its page current:
 *
 * <pre>{@code
 * assertThat(page.checkedInAt(Path.of("../docs/reference/jdbc-upsert-sink.md"))).isEqualTo(page.toMarkdown());
 * }</pre>
 *
 * @param intro Markdown between the title and the tables; its own headings start at the second level
 */
public record ReferencePage(String title, String intro, ConfigTable table) {
    /** Set to {@code true}, it makes {@link #checkedInAt} write the page instead of only reading it. */
    public static final String UPDATE_PROPERTY = "sluice.updateDocs";

    public String toMarkdown() {
        return "# " + title + "\n\n" + intro.strip() + "\n\n"
                + table.toMarkdown().strip() + "\n";
    }

    /** What the file holds, after it was brought up to date if {@link #UPDATE_PROPERTY} asks for it; empty without a file. */
    public String checkedInAt(Path file) throws IOException {
        if (Boolean.getBoolean(UPDATE_PROPERTY)) {
            Files.createDirectories(file.toAbsolutePath().normalize().getParent());
            Files.writeString(file, toMarkdown());
        }
        return Files.exists(file) ? Files.readString(file) : "";
    }
}
