package store

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"time"
)

// millis is a time as a column: Unix milliseconds.
type millis time.Time

// Value is the time for the database.
func (m millis) Value() (driver.Value, error) { return time.Time(m).UnixMilli(), nil }

// Scan is the time from the database.
func (m *millis) Scan(column any) error {
	n, ok := column.(int64)
	if !ok {
		return fmt.Errorf("%T for a time", column)
	}
	*m = millis(time.UnixMilli(n).UTC())
	return nil
}

// list is a list as a column: a JSON array.
type list []string

// Value is the list for the database.
func (l list) Value() (driver.Value, error) {
	if len(l) == 0 {
		return "[]", nil
	}
	text, err := json.Marshal([]string(l))
	return string(text), err
}

// Scan is the list from the database: nil if empty.
func (l *list) Scan(column any) error {
	text, ok := column.(string)
	if !ok {
		return fmt.Errorf("%T for a list", column)
	}
	var items []string
	if err := json.Unmarshal([]byte(text), &items); err != nil {
		return fmt.Errorf("a list that is not one: %w", err)
	}
	*l = nil
	if len(items) > 0 {
		*l = items
	}
	return nil
}
