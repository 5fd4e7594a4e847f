// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import java.util.Locale;

/** How the letters of column names are written. */
public enum NameCase {
    KEEP {
        @Override
        String apply(String name) {
            return name;
        }
    },
    LOWER {
        @Override
        String apply(String name) {
            return name.toLowerCase(Locale.ROOT);
        }
    },
    UPPER {
        @Override
        String apply(String name) {
            return name.toUpperCase(Locale.ROOT);
        }
    },
    /** {@code customerId} and {@code CustomerID} become {@code customer_id}. */
    SNAKE {
        @Override
        String apply(String name) {
            return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_")
                    .toLowerCase(Locale.ROOT);
        }
    },
    /** {@code customer_id} becomes {@code customerId}; leading underscores stay. */
    CAMEL {
        @Override
        String apply(String name) {
            StringBuilder camel = new StringBuilder(name.length());
            boolean raise = false;
            for (int i = 0; i < name.length(); i++) {
                char c = name.charAt(i);
                boolean within = camel.length() > 0 && camel.charAt(camel.length() - 1) != '_';
                if (c == '_' && within && i + 1 < name.length()) {
                    raise = true;
                } else {
                    camel.append(raise ? Character.toUpperCase(c) : c);
                    raise = false;
                }
            }
            return camel.toString();
        }
    };

    abstract String apply(String name);
}
