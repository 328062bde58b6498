//go:build !unix

package testenv

import "syscall"

func asUser(uint32, uint32) *syscall.SysProcAttr { return nil }
