// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

/**
 * What becomes of a part of a record that is no envelope.
 *
 * @param replaceNullWithDefault whether a null becomes the default of its column
 * @param placeholder what the source sends in place of a value that it did not read
 * @param schemaCacheSize how many schemas are kept planned at most
 */
public record PartSettings(
        FlattenSettings flattening,
        TypeSettings types,
        JsonSettings json,
        boolean replaceNullWithDefault,
        String placeholder,
        int schemaCacheSize) {}
