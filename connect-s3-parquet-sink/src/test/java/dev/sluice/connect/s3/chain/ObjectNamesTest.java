// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectNamesTest {
    private static final TopicPartition ORDERS_3 = new TopicPartition("orders", 3);
    private static final ObjectNames NAMES = new ObjectNames("topics", "/", "+", 10, ".snappy.parquet");
    private static final String PREFIX = NAMES.chainPrefix("lake", "year=2026/month=11", ORDERS_3);

    @Test
    void namesAreThoseOfTheIncumbent() {
        assertThat(NAMES.key(PREFIX, 8812))
                .isEqualTo("topics/lake/year=2026/month=11/orders+3+0000008812.snappy.parquet");
    }

    @Test
    void withoutATopDirectoryTheTopicIsTheFirstLevel() {
        ObjectNames names = new ObjectNames("", "/", "+", 10, ".parquet");

        assertThat(names.chainPrefix("orders", "partition=3", ORDERS_3)).isEqualTo("orders/partition=3/orders+3+");
    }

    @Property(tries = 100, seed = "1")
    void anOffsetIsReadBackFromItsName(@ForAll @LongRange(min = 0) long offset) {
        assertThat(ObjectNames.firstOffset(PREFIX, NAMES.key(PREFIX, offset))).hasValue(offset);
    }

    @Test
    void anOffsetMayHaveMoreZerosThanOffsetsHaveDigits() {
        ObjectNames wide = new ObjectNames("topics", "/", "+", 40, ".parquet");

        assertThat(wide.key(PREFIX, 42)).isEqualTo(PREFIX + "0".repeat(38) + "42.parquet");
        assertThat(ObjectNames.firstOffset(PREFIX, wide.key(PREFIX, 42))).hasValue(42);
        assertThat(ObjectNames.firstOffset(PREFIX, wide.key(PREFIX, 0))).hasValue(0);
    }

    @Test
    void theNewestFileIsTheOneWithTheHighestNumberEvenWhereItOutgrowsItsPadding() {
        String low = NAMES.key(PREFIX, 9_999_999_999L);
        String high = NAMES.key(PREFIX, 10_000_000_000L);

        assertThat(ObjectNames.newest(PREFIX, List.of(high, low))).contains(high);
    }

    @Test
    void aChainGoesOnUnderAnotherCodec() {
        String zstd = PREFIX + "0000000012.zstd.parquet";

        assertThat(ObjectNames.newest(PREFIX, List.of(PREFIX + "0000000005.parquet", zstd)))
                .contains(zstd);
    }

    @ParameterizedTest
    @ValueSource(strings = {".parquet", ".lz4raw.parquet", ".avro", ".json", ".json.gz"})
    void aChainGoesOnWhenTheFormatIsChanged(String extension) {
        String newest = PREFIX + "0000000012" + extension;

        assertThat(ObjectNames.newest(PREFIX, List.of(PREFIX + "0000000005.snappy.parquet", newest)))
                .contains(newest);
    }

    @Test
    void schemasLieBesideTheTopicsUnderANameThatReadersPassOver() {
        String prefix = NAMES.schemaPrefix("lake", "details", ORDERS_3);

        assertThat(ObjectNames.schemaKey(prefix, 8812))
                .isEqualTo("topics/_sluice/schemas/lake/details/orders+3+00000000000000008812.schema");
    }

    @Property(tries = 100, seed = "2")
    void theOffsetOfASchemaIsReadBackFromItsName(@ForAll @LongRange(min = 0) long offset) {
        assertThat(ObjectNames.schemaOffset("s+", ObjectNames.schemaKey("s+", offset)))
                .hasValue(offset);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s+42.schema",
                "s+00000000000000000042",
                "s+99999999999999999999.schema",
                "t+00000000000000000042.schema"
            })
    void otherNamesAreNotSchemas(String key) {
        assertThat(ObjectNames.schemaOffset("s+", key)).isEmpty();
    }

    @Test
    void otherNamesAreNotFilesOfTheChain() {
        assertThat(ObjectNames.newest(
                        PREFIX,
                        List.of(
                                PREFIX + "0000000012.keys.snappy.parquet",
                                PREFIX + "0000000012.csv",
                                PREFIX + "0000000012.json.tmp",
                                PREFIX + "x.parquet",
                                PREFIX + "9999999999999999999.parquet",
                                "topics/lake/year=2026/month=11/orders+30+0000000012.parquet")))
                .isEmpty();
    }

    @Test
    void aDelimiterThatRunsPartitionAndOffsetTogetherIsRefused() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> new ObjectNames("topics", "/", "", 10, ".parquet"))
                .withMessageContaining("file.delim");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> new ObjectNames("topics", "/", "0", 10, ".parquet"));
    }
}
