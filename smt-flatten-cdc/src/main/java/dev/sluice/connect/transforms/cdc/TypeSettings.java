// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import java.util.Set;

/**
 * In which form the values of columns go on.
 *
 * @param decimalScale of decimals whose scale varies, with {@link DecimalMode#DECIMAL}
 * @param plain the types that lose what Debezium made of them
 */
public record TypeSettings(
        TemporalMode temporal, SpecialTemporal specials, DecimalMode decimals, int decimalScale, Set<PlainType> plain) {
    /** Changes nothing. */
    public static final TypeSettings KEEP =
            new TypeSettings(TemporalMode.KEEP, SpecialTemporal.KEEP, DecimalMode.KEEP, 0, Set.of());

    public TypeSettings {
        plain = Set.copyOf(plain);
    }

    /** Whether there is any type of which the values go on in another form. */
    public boolean convert() {
        return temporal != TemporalMode.KEEP || decimals != DecimalMode.KEEP || !plain.isEmpty();
    }
}
