// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.commons.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferencePageTest {
    private static final ReferencePage PAGE = new ReferencePage(
            "A plugin",
            "\nWhat it is for.\n",
            ConfigTable.builder()
                    .group(
                            "Writing",
                            ConfigKey.integer("flush.size").defaultTo(7).doc("Records a file."))
                    .build());

    @TempDir
    private Path directory;

    /** A build that updates the pages sets it for all tests, these included. */
    @BeforeEach
    @AfterEach
    void onlyReadUnlessTheTestSaysOtherwise() {
        System.clearProperty(ReferencePage.UPDATE_PROPERTY);
    }

    @Test
    void thePageIsTitleThenIntroductionThenTheTables() {
        assertThat(PAGE.toMarkdown()).isEqualTo("""
                        # A plugin

                        What it is for.

                        ## Writing

                        | key | type | default | importance | |
                        |---|---|---|---|---|
                        | `flush.size` | int | `7` | medium | Records a file. |
                        """);
    }

    @Test
    void aMissingOrOutdatedFileDiffersFromThePage() throws IOException {
        Path file = directory.resolve("page.md");
        assertThat(PAGE.checkedInAt(file)).isEmpty();

        Files.writeString(file, "# An older page\n");
        assertThat(PAGE.checkedInAt(file)).isEqualTo("# An older page\n");
    }

    @Test
    void anUpdateWritesTheFileAndItsDirectory() throws IOException {
        Path file = directory.resolve("reference/page.md");
        System.setProperty(ReferencePage.UPDATE_PROPERTY, "true");

        assertThat(PAGE.checkedInAt(file)).isEqualTo(PAGE.toMarkdown());
        assertThat(file).hasContent(PAGE.toMarkdown());
    }
}
