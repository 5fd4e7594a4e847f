// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

/** What becomes of a message that an application wrote into the log of its database. */
public enum MessageMode {
    /** It goes on as it is. */
    PASS,
    DROP,
    /** Its prefix and content become a row. */
    UNWRAP
}
