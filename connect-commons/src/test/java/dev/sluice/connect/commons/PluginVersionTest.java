// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.commons;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PluginVersionTest {
    @Test
    void theVersionIsThatOfTheBuild() {
        assertThat(PluginVersion.current()).matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
    }
}
