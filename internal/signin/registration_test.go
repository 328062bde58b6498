// Registration: what clients are told that try to register.

package signin_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"govgroup/internal/signin"
)

func TestAClientThatRegistersIsToldHowToGetIn(t *testing.T) {
	for want, guard := range map[string]*signin.Guard{
		"mcp-server token new":  signin.NewGuard(signin.Options{Authenticator: known{}}),
		"https://login.example": signin.NewGuard(signin.Options{Authenticator: known{}, Issuer: "https://login.example"}),
		"without a token":       nil,
	} {
		got := httptest.NewRecorder()
		guard.Registration().ServeHTTP(got, httptest.NewRequest(http.MethodPost, "/register", nil))
		assert.Equal(t, http.StatusBadRequest, got.Code)
		var said struct {
			Code     string `json:"error"`
			Sentence string `json:"error_description"`
		}
		require.NoError(t, json.Unmarshal(got.Body.Bytes(), &said))
		assert.NotEmpty(t, said.Code)
		assert.Contains(t, said.Sentence, want)
	}
}

func TestWhoShowsNoTokenIsToldWhereOneComesFrom(t *testing.T) {
	h := signin.NewGuard(signin.Options{Authenticator: known{}}).Wrap(greeter)
	got := show(h, "/mcp", here)
	assert.Equal(t, http.StatusUnauthorized, got.Code)
	assert.Contains(t, got.Body.String(), "mcp-server token new")
}
