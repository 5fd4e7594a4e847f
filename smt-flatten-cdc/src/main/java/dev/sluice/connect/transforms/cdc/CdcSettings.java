// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

/**
 * What the user asked for.
 *
 * @param flatten whether nested structs become columns of their own
 * @param delimiter what joins the names on the way to a nested value
 * @param replaceNullWithDefault whether a null in a row becomes the default of its column
 * @param unavailableValue what the source sends in place of a value that it did not read
 * @param schemaCacheSize how many envelope schemas are kept planned at most
 */
public record CdcSettings(
        EnvelopeSettings envelopes,
        DeleteSettings deletes,
        boolean flatten,
        String delimiter,
        boolean replaceNullWithDefault,
        MetadataSettings metadata,
        DropSettings drops,
        RouteSettings routes,
        String unavailableValue,
        int schemaCacheSize) {}
