// SPDX-License-Identifier: Apache-2.0
/** What a class of the user's implements to say as whom the sink connects. Part of the plugin's interface. */
@NullMarked
package dev.sluice.connect.jdbc.credentials;

import org.jspecify.annotations.NullMarked;
