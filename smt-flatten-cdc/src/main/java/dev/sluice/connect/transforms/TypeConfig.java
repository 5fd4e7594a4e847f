// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms;

import dev.sluice.connect.commons.config.ConfigKey;
import dev.sluice.connect.commons.config.ConfigValues;
import dev.sluice.connect.transforms.cdc.DecimalMode;
import dev.sluice.connect.transforms.cdc.PlainType;
import dev.sluice.connect.transforms.cdc.SpecialTemporal;
import dev.sluice.connect.transforms.cdc.TemporalMode;
import dev.sluice.connect.transforms.cdc.TypeSettings;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;

/** The keys that decide in which form the values of columns go on. */
final class TypeConfig {
    static final ConfigKey<TemporalMode> TEMPORAL = ConfigKey.oneOf("temporal.mode", TemporalMode.class, '-')
            .defaultTo("keep")
            .dependents("special.temporal.values")
            .doc(
                    "In which form dates, times and timestamps go on. keep: as they are, which Sluice's sinks read at full precision."
                            + " connect: Connect's own types, in milliseconds. iso: text. epoch-millis, epoch-micros: INT64, since 1970-01-01 or"
                            + " since midnight. Finer digits are cut.");

    static final ConfigKey<SpecialTemporal> SPECIALS = ConfigKey.oneOf(
                    "special.temporal.values", SpecialTemporal.class, '-')
            .defaultTo("keep")
            .importance(ConfigDef.Importance.LOW)
            .doc(
                    "What becomes of PostgreSQL's infinite dates and timestamps where temporal.mode converts. keep: the far date that"
                            + " Debezium makes of them. null: null, so that dates and timestamps are optional. fail: the record is refused.");

    static final ConfigKey<DecimalMode> DECIMALS = ConfigKey.oneOf("decimal.mode", DecimalMode.class, '-')
            .defaultTo("keep")
            .dependents("decimal.scale")
            .doc(
                    "In which form decimals go on, also those of Debezium's VariableScaleDecimal. double: the nearest one. decimal: Connect's"
                            + " Decimal, with decimal.scale where the scale varies.");

    static final ConfigKey<Integer> DECIMAL_SCALE = ConfigKey.integer("decimal.scale")
            .defaultTo(9)
            .validatedBy(ConfigDef.Range.between(0, 1000))
            .doc(
                    "The digits behind the point of decimals whose scale varies, with decimal.mode=decimal. A value with more is refused: it"
                            + " is not rounded.");

    static final ConfigKey<List<String>> PLAIN = ConfigKey.list("plain.types")
            .validatedBy(ConfigDef.ValidList.in("uuid", "bits", "enum", "geometry", "vector"))
            .doc(
                    "Debezium's types that go on in a form that every sink knows. uuid, enum: STRING without Debezium's name. bits: STRING"
                            + " of 0 and 1, the highest first. geometry: STRING, EWKB in hexadecimal digits, as PostGIS reads it. vector: ARRAY of"
                            + " numbers, and of a sparse vector a STRING as pgvector writes it.");

    private TypeConfig() {}

    static TypeSettings settings(ConfigValues values) {
        return new TypeSettings(
                values.get(TEMPORAL),
                values.get(SPECIALS),
                values.get(DECIMALS),
                values.get(DECIMAL_SCALE),
                values.get(PLAIN).stream()
                        .map(name -> PlainType.valueOf(name.toUpperCase(Locale.ROOT)))
                        .collect(Collectors.toSet()));
    }
}
