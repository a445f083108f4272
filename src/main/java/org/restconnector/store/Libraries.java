package org.restconnector.store;

/** The libraries that only some need, and that a host application adds then. */
final class Libraries {
    private Libraries() {}

    /** @throws StoreException if it is not there, naming its artifact */
    static void require(String user, String type, String artifact) {
        try {
            Class.forName(type, false, Libraries.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new StoreException(user + " needs " + artifact + ", which is not on the class path; add it", e);
        }
    }
}
