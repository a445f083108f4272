/**
 * The parameters of templates: what they are called, what they may hold, where a bad one stands.
 * Enter by {@link org.restconnector.settings.Parameters}. Knows nothing of what they are for.
 */
package org.restconnector.settings;
