package simulator

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"testing"
)

func (w *world) get(path string) apiReply {
	w.t.Helper()
	response, err := http.Get(w.url + path)
	if err != nil {
		w.t.Fatal(err)
	}
	defer response.Body.Close()
	var found apiReply
	_ = json.NewDecoder(response.Body).Decode(&found)
	return found
}

// breaks says whether a call ends without an answer.
func (w *world) breaks(method string) bool {
	response, err := http.Post(w.url+"/bot"+token+"/"+method, "application/json", nil)
	if err == nil {
		_ = response.Body.Close()
	}
	return err != nil
}

func TestAPhotoIsFetchedInItsLargestSize(t *testing.T) {
	w := newWorld(t)
	w.siti.SendPhoto(picture(1000, 500), "atap")
	sizes := w.poll(obj{})[0].Message.Photo
	if len(sizes) != 4 {
		t.Fatalf("%d sizes", len(sizes))
	}
	var found struct {
		Path string `json:"file_path"`
		Size int    `json:"file_size"`
	}
	_ = json.Unmarshal(w.api("getFile", obj{"file_id": sizes[3].FileID}).Result, &found)
	response, err := http.Get(w.url + "/file/bot" + token + "/" + found.Path)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if data, _ := io.ReadAll(response.Body); len(data) != found.Size || http.DetectContentType(data) != "image/jpeg" {
		t.Errorf("%d bytes of %d", len(data), found.Size)
	}
	again := w.api("sendPhoto", obj{"chat_id": 1001, "photo": sizes[3].FileID})
	if !again.OK {
		t.Errorf("sent on by its id: %s", again.Description)
	}
	w.refuses("getFile", obj{"file_id": "BQACxyz"}, 400, "Bad Request: invalid file_id")
}

func TestAFileBeyondTwentyMegabytesIsNotHandedOut(t *testing.T) {
	w := newWorld(t)
	w.siti.SendDocument("besar.bin", make([]byte, maxDownload+1), "")
	var u []struct {
		Message struct {
			Document struct {
				ID string `json:"file_id"`
			}
		}
	}
	_ = json.Unmarshal(w.api("getUpdates", obj{}).Result, &u)
	w.refuses("getFile", obj{"file_id": u[0].Message.Document.ID}, 400, "Bad Request: file is too big")
}

func TestAnAlbumSharesOneID(t *testing.T) {
	w := newWorld(t)
	w.siti.SendAlbum(picture(10, 10), picture(10, 10))
	got := w.poll(obj{})
	if len(got) != 2 || got[0].Message.AlbumID == "" || got[0].Message.AlbumID != got[1].Message.AlbumID {
		t.Errorf("got %+v", got)
	}
}

func TestABotSendsAnAlbumByForm(t *testing.T) {
	w := newWorld(t)
	w.siti.Start("")
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	_ = form.WriteField("chat_id", "1001")
	_ = form.WriteField("media", `[{"type":"photo","media":"attach://a","caption":"<b>satu</b>","parse_mode":"HTML"},{"type":"photo","media":"attach://b"}]`)
	for _, name := range []string{"a", "b"} {
		part, _ := form.CreateFormFile(name, name+".jpg")
		_, _ = part.Write(picture(20, 20))
	}
	_ = form.Close()
	if got := w.request("sendMediaGroup", form.FormDataContentType(), body.Bytes()); !got.OK {
		t.Fatal(got.Description)
	}
	all := w.siti.Messages()
	if len(all) != 3 || all[1].Caption != "satu" || all[1].Album != all[2].Album || fmt.Sprint(all[1].Entities[0].Type) != "bold" {
		t.Errorf("%+v", all)
	}
}
