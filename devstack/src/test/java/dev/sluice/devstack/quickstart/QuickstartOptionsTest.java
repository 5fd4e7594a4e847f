// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuickstartOptionsTest {
    @Test
    void withoutArgumentsTheShopIsOpenForTwentySeconds() {
        assertThat(QuickstartOptions.parse()).isEqualTo(new QuickstartOptions(20, 200, false));
    }

    @Test
    void everyOptionIsRead() {
        assertThat(QuickstartOptions.parse("--rate", "50", "--keep", "--seconds", "7"))
                .isEqualTo(new QuickstartOptions(7, 50, true));
    }

    @ParameterizedTest
    @CsvSource({
        "--second 7, unknown option --second",
        "--seconds, --seconds needs a number",
        "--seconds ten, 'needs a number, not ''ten'''",
        "--seconds 0, --seconds must be between 1 and 86400",
        "--rate -1, --rate must be between 1 and 20000",
    })
    void aLineThatCannotBeReadIsAnsweredWithWhatIsWrong(String line, String complaint) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QuickstartOptions.parse(line.split(" ")))
                .withMessageContaining(complaint);
    }
}
