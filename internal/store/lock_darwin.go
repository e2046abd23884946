package store

const setLockOfFile = 90 // F_OFD_SETLK, which package syscall does not name
