package store

const setLockOfFile = 37 // F_OFD_SETLK, which package syscall does not name
