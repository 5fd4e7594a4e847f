// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.commons.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class ConfigTableTest {
    private enum Mode {
        INSERT,
        DELETE_TO_TOMBSTONE
    }

    private static final ConfigKey<Integer> FLUSH_SIZE = ConfigKey.integer("flush.size")
            .defaultTo(7)
            .validatedBy(ConfigDef.Range.atLeast(1))
            .doc("Records a file | at most.");
    private static final ConfigKey<Mode> MODE =
            ConfigKey.oneOf("mode", Mode.class, '-').defaultTo("insert");
    private static final ConfigKey<List<String>> FIELDS = ConfigKey.list("pk.fields");
    private static final ConfigKey<String> URL =
            ConfigKey.string("connection.url").required();
    private static final ConfigTable TABLE = ConfigTable.builder()
            .group("Connection", URL)
            .group("Writing", FLUSH_SIZE, MODE, FIELDS)
            .acceptedWithoutEffect("storage.class", "there is one storage")
            .passedOn("connection.")
            .build();

    @Test
    void valuesAreReadInTheirTypeWithDefaults() {
        ConfigValues values =
                TABLE.parse(Map.of("connection.url", "jdbc:x", "pk.fields", " a , b", "connection.ssl", "on"));

        assertThat(values.get(FLUSH_SIZE)).isEqualTo(7);
        assertThat(values.get(MODE)).isEqualTo(Mode.INSERT);
        assertThat(values.get(FIELDS)).containsExactly("a", "b");
        assertThat(values.withPrefix("connection.")).containsOnlyKeys("url", "ssl");
        assertThat(values.isSet(URL)).isTrue();
        assertThat(values.isSet(FLUSH_SIZE)).isFalse();
    }

    @Test
    void aNullCountsAsAbsent() {
        Map<String, String> configuration = new HashMap<>(Map.of("connection.url", "jdbc:x"));
        configuration.put("pk.fields", null);
        configuration.put("flush.size", null);
        configuration.put("connection.ssl", null);
        ConfigValues values = TABLE.parse(configuration);

        assertThat(values.get(FIELDS)).isEmpty();
        assertThat(values.get(FLUSH_SIZE)).isEqualTo(7);
        assertThat(values.isSet(FLUSH_SIZE)).isFalse();
        assertThat(values.withPrefix("connection.")).containsOnlyKeys("url");
    }

    @Test
    void enumConstantsAreWrittenWithTheSeparatorInAnyCase() {
        ConfigValues values = TABLE.parse(Map.of("connection.url", "jdbc:x", "mode", "Delete-To-Tombstone"));

        assertThat(values.get(MODE)).isEqualTo(Mode.DELETE_TO_TOMBSTONE);
    }

    @Test
    void anUnknownEnumValueIsAnsweredWithTheList() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> TABLE.parse(Map.of("connection.url", "jdbc:x", "mode", "upsart")))
                .withMessageContaining("must be one of insert, delete-to-tombstone");
    }

    @Test
    void aMisspeltKeyIsReportedWithTheNearestName() {
        Map<String, String> written = Map.of(
                "flsuh.size",
                "3",
                "zzz",
                "1",
                "storage.class",
                "S3Storage",
                "errors.tolerance",
                "all",
                "connection.ssl",
                "on");

        assertThat(TABLE.withoutEffect(written))
                .extracting(ConfigTable.Finding::message)
                .containsExactly(
                        "'flsuh.size' is not a key of this plugin; did you mean 'flush.size'?",
                        "'storage.class' has no effect: there is one storage",
                        "'zzz' is not a key of this plugin");
    }

    @Test
    void aKeyWhoseRestWasLeftOffIsToldWhole() {
        assertThat(TABLE.withoutEffect(Map.of("flush", "1", "flu", "1")))
                .extracting(ConfigTable.Finding::message)
                .containsExactly(
                        "'flu' is not a key of this plugin",
                        "'flush' is not a key of this plugin; did you mean 'flush.size'?");
    }

    @Test
    void everyKeyHasWhatAUserInterfaceShows() {
        ConfigDef definition = TABLE.toConfigDef();

        ConfigDef.ConfigKey key = definition.configKeys().get("flush.size");
        assertThat(key.group).isEqualTo("Writing");
        assertThat(key.orderInGroup).isEqualTo(1);
        assertThat(key.displayName).isEqualTo("Flush size");
    }

    @Test
    void theReferenceListsDefaultsAndEscapesBars() {
        assertThat(TABLE.toMarkdown())
                .contains("| `connection.url` | string | required | high |")
                .contains("| `flush.size` | int | `7` | medium | Records a file \\| at most. Valid: [1,...]. |")
                .contains("| `storage.class` | there is one storage |");
    }

    @Test
    void theReferenceOfAParsedKeySaysNoMoreThanItsText() {
        ConfigTable table = ConfigTable.builder()
                .group(
                        "Time",
                        ConfigKey.parsed("zone", ZoneId::of).defaultTo("UTC").doc("A zone."))
                .build();

        assertThat(table.toMarkdown()).contains("| `zone` | string | `UTC` | medium | A zone. |");
    }

    @Test
    void aKeyDeclaredTwiceIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConfigTable.builder().group("A", URL).group("B", URL))
                .withMessageContaining("declared twice");
    }
}
