// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of an envelope's row.
 *
 * @param unavailable the names of its columns whose value the source did not send
 */
record Row(@Nullable Schema schema, Object value, List<String> unavailable) {}
