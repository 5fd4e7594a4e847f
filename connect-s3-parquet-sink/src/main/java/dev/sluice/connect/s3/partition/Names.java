// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.partition;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigException;

/** Configuration values that have a short name and the class name of another connector. */
final class Names {
    private Names() {}

    static <E> E parse(
            String key, String text, E[] constants, Function<E, String> shortName, Function<E, String> className) {
        return Arrays.stream(constants)
                .filter(constant ->
                        text.equalsIgnoreCase(shortName.apply(constant)) || text.equals(className.apply(constant)))
                .findFirst()
                .orElseThrow(() -> new ConfigException(
                        key,
                        text,
                        "must be one of "
                                + Arrays.stream(constants).map(shortName).collect(Collectors.joining(", "))));
    }
}
