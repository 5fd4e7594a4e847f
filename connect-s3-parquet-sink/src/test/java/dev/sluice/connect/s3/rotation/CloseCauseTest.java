// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CloseCauseTest {
    @ParameterizedTest
    @EnumSource
    void whoeverReadsACauseInTheLogFindsWhatToDoAboutIt(CloseCause cause) throws IOException {
        assertThat(Files.readString(Path.of("..", "docs", "how-to", "file-sizes.md")))
                .contains("| `" + cause + "` |");
    }
}
