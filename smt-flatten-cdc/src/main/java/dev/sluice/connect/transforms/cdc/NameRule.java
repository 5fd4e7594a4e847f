// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import java.util.Locale;

/** Which characters column names may have. */
public enum NameRule {
    NONE {
        @Override
        String apply(String name) {
            return name;
        }
    },
    /** Letters, digits and underscores of ASCII, no digit first. */
    AVRO {
        @Override
        String apply(String name) {
            String clean = name.replaceAll("[^A-Za-z0-9_]", "_");
            return clean.isEmpty() || Character.isDigit(clean.charAt(0)) ? "_" + clean : clean;
        }
    },
    /** The same in lower case and no longer than PostgreSQL's 63, so that a statement needs no quotes. */
    SQL {
        @Override
        String apply(String name) {
            String clean = AVRO.apply(name).toLowerCase(Locale.ROOT);
            return clean.substring(0, Math.min(clean.length(), 63));
        }
    };

    abstract String apply(String name);
}
