// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

/**
 * Which fields a record may ask to be left out.
 *
 * @param header the header that lists them; empty if there is none
 * @param fromKey whether they are left out of the key too
 * @param keepRequired whether only optional fields go, so that readers of the old schema can read the new one
 */
public record DropSettings(String header, boolean fromKey, boolean keepRequired) {}
