/**
 * What the product promises, tried from outside: files in, HTTP and files out, exit codes. Enter by
 * any test. Knows the commands and the files of a user, and no class of the product but its entry.
 */
package org.restconnector.acceptance;
